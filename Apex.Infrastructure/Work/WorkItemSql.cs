namespace Apex.Infrastructure.Work;

/// <summary>Adding to the queue by the hub's own will: one item more, or one generation more of the item that is there. Arguments: @provider, @person, @family, @day,
/// @lane, @class, @due, @now.</summary>
internal static class WorkItemSql
{
    public const string Into =
        "INSERT INTO work_items (provider, external_user_id, family, day, lane, class, wanted, claimed, due_at, fence, tries, lost_leases, waits, created_at)";

    public const string Values = "@provider, @person, @family, @day, @lane, @class, 1, 0, @due, 0, 0, 0, 0, @now";

    /// <summary>The class stays: it may be a notification's. An item that runs or waits keeps its own instant: it will see all the same, or the vendor named it.</summary>
    public const string OrRaise = """
        ON CONFLICT (provider, external_user_id, family, day) DO UPDATE SET wanted = work_items.wanted + 1,
          due_at = CASE WHEN work_items.lease_until IS NULL AND work_items.wait_reason IS NULL AND work_items.due_at > excluded.due_at
                   THEN excluded.due_at ELSE work_items.due_at END
        """;

    public const string Raise = $"{Into} VALUES ({Values}) {OrRaise}";
}
