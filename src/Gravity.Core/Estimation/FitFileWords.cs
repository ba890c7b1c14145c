using System.Text.Json.Serialization;
using Gravity.Core.Inference;

namespace Gravity.Core.Estimation;

/// <summary>Words of saved fits that have no table of their own.</summary>
internal static class FitFileWords
{
    private static readonly (SmallSample Value, string Word)[] SmallSamples =
    [
        (SmallSample.None, "none"),
        (SmallSample.StataLikelihood, "stata-ppmlhdfe"),
        (SmallSample.StataRegress, "stata-regress"),
        (SmallSample.Fixest, "fixest"),
        (SmallSample.FixestFull, "fixest-full"),
        (SmallSample.FixestNone, "fixest-none"),
    ];

    private static readonly (SpatialKernel Value, string Word)[] Kernels = [(SpatialKernel.Uniform, "uniform"), (SpatialKernel.Bartlett, "bartlett")];

    /// <summary>The words of the small-sample conventions.</summary>
    public static IReadOnlyList<string> Conventions { get; } = [.. SmallSamples.Select(entry => entry.Word)];

    public static string Of(SpatialKernel kernel) => Kernels.First(entry => entry.Value == kernel).Word;

    public static SpatialKernel KernelOf(string word) => Kernels.First(entry => entry.Word == word).Value;

    public static string Of(SmallSample value) => SmallSamples.First(entry => entry.Value == value).Word;

    public static SmallSample SmallSampleOf(string word)
    {
        foreach ((SmallSample value, string known) in SmallSamples)
            if (known == word)
                return value;
        throw new FormatException($"'{word}' is no small-sample convention");
    }
}

/// <summary>The model in words as JSON; compiled ahead, so that no reflection slows the start of the command line.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ModelRequest))]
internal sealed partial class FitFileContext : JsonSerializerContext;
