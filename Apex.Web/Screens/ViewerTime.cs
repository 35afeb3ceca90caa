using Microsoft.JSInterop;

namespace Apex.Web.Screens;

/// <summary>The zone of the browser, asked once per circuit.</summary>
public sealed class ViewerTime(IJSRuntime js)
{
    private TimeZoneInfo? _zone;

    public async ValueTask<TimeZoneInfo> ZoneAsync()
    {
        if (_zone is null)
        {
            var name = await js.InvokeAsync<string?>("apex.timeZone");
            _zone = name is { Length: > 0 and < 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;
        }

        return _zone;
    }
}
