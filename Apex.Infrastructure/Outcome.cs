namespace Apex.Infrastructure;

/// <summary>How a request to a service ended. Expected failures are values; the caller words them.</summary>
public abstract record Outcome<T>
{
    private Outcome()
    {
    }

    public sealed record Done(T Value) : Outcome<T>;

    public sealed record Invalid(FieldProblems Problems) : Outcome<T>;

    /// <summary>There is nothing (any more) by that key.</summary>
    public sealed record Missing : Outcome<T>;

    /// <param name="Reason">A sentence for the person who asked.</param>
    public sealed record Conflict(string Reason) : Outcome<T>;
}
