using System.Globalization;
using Gravity.Core.Tests.Reference;

namespace Gravity.Core.Tests.Validation;

/// <summary>Writes the record of agreement on request, and guards it: no case may fall below its recorded digits.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class ValidationDocumentTests
{
    private const string Switch = "GRAVITY_WRITE_VALIDATION";

    /// <summary>Rounding that another processor may add to a difference of a few units of the tenth digit.</summary>
    private const double Slack = 0.3;

    public static TheoryData<string> Recorded => [.. ValidationDocument.Read().Select(r => r.Id)];

    [Fact]
    public void The_record_is_written_on_request()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(Switch) != "1", $"writes docs/validation.md and .json when {Switch}=1");
        ValidationDocument.Write(ValidationDocument.Compute());
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void No_case_falls_below_its_recorded_digits(string id)
    {
        ValidationRecord recorded = ValidationDocument.Read().Single(r => r.Id == id);
        if (!recorded.Committed)
            ReferenceFolder.RequireExternal();
        ValidationRecord now = ValidationDocument.Of(id)!;
        Dictionary<string, double?> current = now.AllDigits().ToDictionary(d => d.Name, d => d.Digits);
        foreach ((string name, double? digits) in recorded.AllDigits())
        {
            if (digits is not null && !(current.GetValueOrDefault(name) >= digits - Slack))
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{name}: {digits} digits on record, {current.GetValueOrDefault(name)} now"));
        }
        Assert.Equal(recorded.Termination, now.Termination);
        Assert.Equal(recorded.Status, now.Status);
    }

    [Fact]
    public void Every_case_at_hand_is_on_record()
    {
        HashSet<string> recorded = [.. ValidationDocument.Read().Select(r => r.Id)];
        Assert.All(
            ReferenceFolder.All.Where(c => RegressionComparison.IsRegression(c) || PeerPointComparison.Has(c) || Comparison.IsFrontier(c)), c => Assert.Contains(c.Id, recorded));
        Assert.All(GravityComparison.Ids(), id => Assert.Contains(id, recorded));
    }

    [Fact]
    public void The_page_is_that_of_the_record() =>
        Assert.Equal(ValidationDocument.Page(ValidationDocument.Read()), File.ReadAllText(ValidationDocument.PagePath).ReplaceLineEndings("\n"));
}
