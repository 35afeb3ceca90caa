using Microsoft.AspNetCore.Components;

namespace Apex.Web.Screens;

/// <summary>A page that shows a <see cref="LiveScreen{TKey,T}"/> and changes by itself.</summary>
public abstract class LivePage<TKey, T> : ComponentBase, IDisposable
    where TKey : notnull
    where T : class
{
    private IDisposable? _view;
    private TKey? _openKey;
    private bool _isOpen;
    private bool _isDisposed;

    [Inject]
    protected LiveScreen<TKey, T> Screen { get; set; } = default!;

    [Inject]
    protected ViewerTime Viewer { get; set; } = default!;

    /// <summary>Null while loading.</summary>
    protected T? Model { get; private set; }

    /// <summary>The last read failed: what is shown, if anything, may be old.</summary>
    protected bool Failed { get; private set; }

    /// <summary>The viewer's zone.</summary>
    protected TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>What of the screen this page shows; read from its address.</summary>
    protected abstract TKey Key { get; }

    public void Dispose()
    {
        _isDisposed = true;
        _view?.Dispose();
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected override async Task OnInitializedAsync() => Zone = await Viewer.ZoneAsync();

    protected override void OnParametersSet()
    {
        if (_isOpen && EqualityComparer<TKey>.Default.Equals(_openKey, Key))
        {
            return;
        }

        _view?.Dispose();
        (_openKey, _isOpen) = (Key, true);
        var key = Key;
        _view = Screen.Open(key, state => _ = ShowAsync(key, state));
    }

    /// <summary>After the model has changed, before it is drawn.</summary>
    protected virtual void OnModelChanged()
    {
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    private async Task ShowAsync(TKey key, LiveState<T> state)
    {
        try
        {
            await InvokeAsync(() =>
            {
                if (_isDisposed || !EqualityComparer<TKey>.Default.Equals(_openKey, key))
                {
                    return;
                }

                (Model, Failed) = (state.Value ?? Model, state.Failed);
                OnModelChanged();
                StateHasChanged();
            });
        }
        catch (ObjectDisposedException)
        {
            // The circuit ended between the check and the call.
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }
}
