namespace Gravity.Core.Frontier.Mixtures;

/// <summary>The laws of u that mixtures take: one scale and a closed form under normal noise.</summary>
internal static class MixtureLaws
{
    /// <summary>Their keys, the default first.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. ConjugateLaw.Members.Where(l => !l.HasMean).Select(l => l.Key)];

    /// <summary>The law, if mixtures take it.</summary>
    /// <exception cref="UsageException"><c>law-not-for-model</c>.</exception>
    public static ConjugateLaw Require(InefficiencyLaw law, string model) => law is ConjugateLaw conjugate && !law.HasMean ? conjugate
        : throw new UsageException("law-not-for-model", $"{model} takes the laws {string.Join(", ", Keys)}; {law.Key} is for --model pooled");
}
