using System.Globalization;
using System.Text;

namespace Gravity.Core.Data;

/// <summary>The form of a country's name in which its spellings agree.</summary>
internal static class CountryName
{
    /// <summary>The words without accents and punctuation, abbreviations written out, small words dropped, in alphabetical order.</summary>
    public static string Key(string name) =>
        string.Join(' ', Words(name).Select(Written).Where(word => word.Length > 0).Order(StringComparer.Ordinal));

    /// <summary>A key without the words for the form of a state; null where it has none, or nothing else.</summary>
    public static string? WithoutForm(string key)
    {
        string rest = string.Join(' ', key.Split(' ').Where(word => word is not ("republic" or "kingdom" or "state" or "federation" or "principality")));
        foreach (string form in (string[])["共和国", "王国", "公国"])
        {
            if (rest.EndsWith(form, StringComparison.Ordinal)) rest = rest[..^form.Length];
        }

        return rest.Length == 0 || rest == key ? null : rest;
    }

    private static IEnumerable<string> Words(string name)
    {
        var word = new StringBuilder();
        // Decomposed, é is e and an accent; compatibility forms turn full-width letters into plain ones.
        foreach (char c in name.Normalize(NormalizationForm.FormKD))
        {
            if (char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark) continue;
            // U.S. is one word, Côte d'Ivoire two.
            if (c is '.' or '\'' or '’' or 'ʻ' or '`') continue;
            if (c == '&' || !char.IsLetterOrDigit(c))
            {
                if (word.Length > 0) yield return word.ToString();
                word.Clear();
                continue;
            }

            word.Append(Plain(char.ToLowerInvariant(c)));
        }

        if (word.Length > 0) yield return word.ToString();
    }

    /// <summary>Letters that do not decompose.</summary>
    private static string Plain(char c) => c switch
    {
        'ø' => "o",
        'ł' => "l",
        'đ' or 'ð' => "d",
        'þ' => "th",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ı' => "i",
        _ => c.ToString(),
    };

    private static string Written(string word) => word switch
    {
        "the" or "of" or "and" => "",
        "rep" => "republic",
        "dem" => "democratic",
        "fed" or "federal" or "federated" => "federation",
        "st" => "saint",
        "sts" or "states" => "state",
        "is" or "isl" or "isds" or "island" => "islands",
        "sar" => "",
        _ => word,
    };
}
