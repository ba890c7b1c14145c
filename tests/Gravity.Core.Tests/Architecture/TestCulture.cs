using System.Globalization;
using System.Runtime.CompilerServices;

namespace Gravity.Tests.Architecture;

/// <summary>The culture of a test run: invariant, or that named by <c>GRAVITY_TEST_CULTURE</c>, e.g. <c>de-DE</c> with its decimal comma.</summary>
internal static class TestCulture
{
    public const string Variable = "GRAVITY_TEST_CULTURE";

    public static string Requested => Environment.GetEnvironmentVariable(Variable) ?? "";

    /// <summary>Sets the culture of all threads before the first test.</summary>
    [ModuleInitializer]
    internal static void Apply()
    {
        CultureInfo culture = Requested.Length == 0 ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(Requested, predefinedOnly: true);
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = culture;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
    }
}

public sealed class TestCultureTest
{
    [Fact]
    public async Task Tests_run_under_the_culture_asked_for()
    {
        Assert.Equal(TestCulture.Requested, CultureInfo.CurrentCulture.Name);
        Assert.Equal(TestCulture.Requested, await Task.Run(() => CultureInfo.CurrentCulture.Name, TestContext.Current.CancellationToken));
        string separator = TestCulture.Requested.StartsWith("de", StringComparison.Ordinal) ? "," : ".";
        Assert.SkipWhen(TestCulture.Requested is not ("" or "de-DE" or "en-US"), "only these cultures' separators are known here");
        Assert.Equal($"1{separator}5", 1.5.ToString(CultureInfo.CurrentCulture));
    }
}
