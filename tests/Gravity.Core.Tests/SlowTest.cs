namespace Gravity.Core.Tests;

/// <summary>Tests of minutes: in the category <c>Slow</c>, and skipped unless GRAVITY_SLOW=1, as <c>.ci/nightly</c> sets it.</summary>
internal static class SlowTest
{
    public const string Category = "Slow";

    /// <summary>Classes that take seconds and do not read or write numbers: <c>.ci/run</c> leaves them out of its second pass, under a decimal comma.</summary>
    public const string Long = "Long";

    private const string Switch = "GRAVITY_SLOW";

    /// <summary>Whether this is the run of hours.</summary>
    public static bool Enabled => Environment.GetEnvironmentVariable(Switch) == "1";

    public static void Require() => Assert.SkipWhen(!Enabled, $"takes minutes: set {Switch}=1, or run .ci/nightly");

    /// <summary>All rows, or one that stands for them in the list of skipped tests.</summary>
    public static TheoryData<string> Rows(TheoryData<string> all) => Enabled ? all : ["every member"];

    /// <summary>The same for two names.</summary>
    public static TheoryData<string, string> Rows(TheoryData<string, string> all) => Enabled ? all : new() { { "every member", "" } };
}
