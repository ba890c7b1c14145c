using Gravity.Core.Data;
using Gravity.Core.Wording;

namespace Gravity.Reporting.Results;

/// <summary>Names of units in the reader's language.</summary>
internal static class UnitNames
{
    /// <summary>A label as given; in a Chinese report the Chinese name of a country whose label is a name in another language.</summary>
    /// <param name="key">The unit's key: a label that repeats it is a code and stays.</param>
    /// <param name="label">The label.</param>
    /// <param name="words">The language.</param>
    public static string In(string key, string label, Words words) =>
        words.Language == "zh" && label != key && !IsChinese(label) && Countries.Find(label) is { } country ? country.Chinese : label;

    private static bool IsChinese(string text) => text.Any(c => c is >= '\u4E00' and <= '\u9FFF');
}
