namespace Gravity.Core.Tests;

/// <summary>Tests of minutes: in the category <c>Slow</c>, and skipped unless GRAVITY_SLOW=1, as <c>.ci/nightly</c> sets it.</summary>
internal static class SlowTest
{
    public const string Category = "Slow";

    private const string Switch = "GRAVITY_SLOW";

    public static void Require() => Assert.SkipWhen(Environment.GetEnvironmentVariable(Switch) != "1", $"takes minutes: set {Switch}=1, or run .ci/nightly");
}
