using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Apex.Simulator.People;
using Apex.Simulator.Traffic;

namespace Apex.Simulator.Oura;

/// <summary>One kind of document with its list and by-id endpoint, quirks included.</summary>
internal sealed class OuraCollection<T>(
    OuraCloud oura,
    Func<VirtualPerson, DateOnly, IEnumerable<T>> documentsOf,
    Func<T, string> idOf,
    JsonTypeInfo<OuraPage<T>> page,
    JsonTypeInfo<T> document,
    bool startExclusive)
{
    private const int LongestRangeDays = 400;

    // A by-id look-up looks this far back, plus every day set by hand.
    private const int LookUpDays = 150;

    public VendorReply List(VendorRequest request)
    {
        var person = oura.World.GetPerson(request.PersonId!);
        var start = Bound(request.Query("start_date"), person.LocalToday.AddDays(-1));
        var end = Bound(request.Query("end_date"), person.LocalToday);
        if (start is null || end is null || (end.Value - start.Value).TotalDays > LongestRangeDays)
        {
            return VendorReply.Json(422, """{"detail":[{"loc":["query","start_date"],"msg":"invalid date or range","type":"value_error"}]}""");
        }

        // The list ends before the instant given, and a day counts as its midnight: a plain date drops that day.
        var first = DateOnly.FromDateTime(start.Value).AddDays(startExclusive ? 1 : 0);
        var documents = DaysFrom(first).TakeWhile(day => day.ToDateTime(TimeOnly.MinValue) < end.Value).SelectMany(day => documentsOf(person, day)).ToList();
        var query = $"{request.Query("start_date")}|{request.Query("end_date")}";
        if (!TryReadToken(request.Query("next_token"), query, out var skip))
        {
            return VendorGate.Problem(400, "Invalid next_token");
        }

        var shown = documents.Skip(skip).Take(oura.PageSize).ToList();
        var next = skip + shown.Count < documents.Count ? Token(skip + shown.Count, query) : null;
        return new VendorReply(200, JsonSerializer.SerializeToUtf8Bytes(new OuraPage<T>(shown, next), page));
    }

    public VendorReply Get(VendorRequest request)
    {
        var person = oura.World.GetPerson(request.PersonId!);
        var id = request.Route("id");
        foreach (var day in DaysFrom(person.LocalToday.AddDays(-LookUpDays)).Take(LookUpDays + 2).Concat(person.SetSleepDays))
        {
            if (documentsOf(person, day).FirstOrDefault(candidate => idOf(candidate) == id) is { } found)
            {
                return new VendorReply(200, JsonSerializer.SerializeToUtf8Bytes(found, document));
            }
        }

        return VendorGate.Problem(404, "Not Found");
    }

    private static IEnumerable<DateOnly> DaysFrom(DateOnly first)
    {
        for (var day = first; ; day = day.AddDays(1))
        {
            yield return day;
        }
    }

    private static DateTime? Bound(string? text, DateOnly otherwise) => text is null ? otherwise.ToDateTime(TimeOnly.MinValue)
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant.DateTime
        : null;

    // The token is bound to its query: the vendor wants the same query repeated.
    private static string Token(int skip, string query) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{skip}|{query}"));

    private static bool TryReadToken(string? token, string query, out int skip)
    {
        skip = 0;
        if (token is null)
        {
            return true;
        }

        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split('|', 2) is [var number, var asked]
            && asked == query
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out skip);
    }
}
