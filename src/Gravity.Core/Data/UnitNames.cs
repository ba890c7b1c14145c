namespace Gravity.Core.Data;

/// <summary>Names of units in the reader's language.</summary>
public static class UnitNames
{
    /// <summary>A label as given; in a Chinese report the Chinese name of a country whose label is a name in another language.</summary>
    /// <param name="key">The unit's key: a label that repeats it is a code and stays.</param>
    /// <param name="label">The label.</param>
    /// <param name="language">The key of the language.</param>
    public static string In(string key, string label, string language) =>
        language == "zh" && label != key && !IsChinese(label) && Countries.Find(label) is { } country ? country.Chinese : label;

    private static bool IsChinese(string text) => text.Any(c => c is >= '\u4E00' and <= '\u9FFF');
}
