namespace Gravity.Core;

/// <summary>The data cannot carry what was asked: a sentence for a user, with the rows concerned and the remedy. Exit code 3.</summary>
public sealed class DataUnfitException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="code">A stable code, kebab case, e.g. <c>log-of-nonpositive</c>.</param>
    /// <param name="message">What, where, and what to do.</param>
    /// <param name="rows">1-based data rows concerned, if any.</param>
    /// <param name="inner">The cause, if any.</param>
    public DataUnfitException(string code, string message, IReadOnlyList<int>? rows = null, Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
        Rows = rows ?? [];
    }

    /// <summary>A stable code, kebab case.</summary>
    public string Code { get; }

    /// <summary>1-based data rows concerned.</summary>
    public IReadOnlyList<int> Rows { get; }
}

/// <summary>The request itself is wrong: a formula that does not parse, an unknown column, model or key. Exit code 2.</summary>
public sealed class UsageException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="code">A stable code, kebab case, e.g. <c>unknown-column</c>.</param>
    /// <param name="message">What is wrong and the nearest valid words.</param>
    /// <param name="inner">The cause, if any.</param>
    public UsageException(string code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>A stable code, kebab case.</summary>
    public string Code { get; }
}
