using Apex.Infrastructure.Providers;

namespace Apex.Infrastructure.Gate;

/// <summary>What a claim has shown of its vendor.</summary>
internal enum VendorSign
{
    /// <summary>Nothing was sent.</summary>
    None,

    /// <summary>Answered, though not with data: no failure of the vendor and no proof that it works (401, 403, 404, 410, 429).</summary>
    Answered,
    Succeeded,

    /// <summary>5xx, time-out, refused connection.</summary>
    Failed,

    /// <summary>It cannot refresh a token now: says enough to end a probe, too little to open a circuit (our client's secret may be wrong).</summary>
    CannotRefresh,
}

internal static class VendorSigns
{
    public static VendorSign Of(FetchResult result) => result switch
    {
        FetchResult.NoQuota => VendorSign.None,
        FetchResult.Fetched or FetchResult.Delivered => VendorSign.Succeeded,
        FetchResult.Unavailable { HttpStatus: null or >= 500 } => VendorSign.Failed,
        _ => VendorSign.Answered,
    };

    public static string ErrorOf(FetchResult result) => result is FetchResult.Unavailable unavailable ? unavailable.Error : "";
}
