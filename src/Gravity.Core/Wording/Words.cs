using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gravity.Core.Wording;

/// <summary>The words of one language: every sentence, heading and name that a reader of tables, charts and reports sees, found by its key.</summary>
/// <remarks>
/// One file a language, <c>Wording/en.json</c> and <c>Wording/zh.json</c>, both with the same keys (a test). A text may hold
/// <c>{name}</c>, which is replaced by a value, and <c>{name:row|rows}</c>, which is the first word where the value is 1 and the second otherwise.
/// Numbers are written the same in every language (invariant culture). Machine formats (JSON keys, CSV headings) are no words and stay as they are.
/// </remarks>
public sealed class Words
{
    private static readonly Lazy<Words> EnglishWords = new(() => Read("en"));
    private static readonly Lazy<Words> ChineseWords = new(() => Read("zh"));

    private readonly FrozenDictionary<string, string> texts;

    private Words(string language, FrozenDictionary<string, string> texts)
    {
        Language = language;
        this.texts = texts;
    }

    /// <summary>English.</summary>
    public static Words English => EnglishWords.Value;

    /// <summary>Simplified Chinese.</summary>
    public static Words Chinese => ChineseWords.Value;

    /// <summary>The keys of the languages: <c>en</c>, <c>zh</c>.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "zh"];

    /// <summary>The language's key, as in <c>--lang</c> and the study key <c>language</c>.</summary>
    public string Language { get; }

    /// <summary>Every key of the language.</summary>
    public IReadOnlyCollection<string> Keys => texts.Keys;

    /// <summary>The words of a language.</summary>
    /// <param name="language">One of <see cref="Languages"/>.</param>
    /// <exception cref="UsageException">Another one.</exception>
    public static Words Of(string language) => language switch
    {
        "en" => English,
        "zh" => Chinese,
        _ => throw new UsageException("unknown-language", $"'{language}' is not a language of this program; the languages are {string.Join(", ", Languages)}"),
    };

    /// <summary>The text of a key, with its placeholders.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="InvalidOperationException">The language has no such key: a defect of the program.</exception>
    public string this[string key] =>
        texts.TryGetValue(key, out string? text) ? text : throw new InvalidOperationException($"the language '{Language}' has no text for '{key}'");

    /// <summary>Whether the language has the key.</summary>
    /// <param name="key">The key.</param>
    public bool Has(string key) => texts.ContainsKey(key);

    /// <summary>The text of a key with values in place of its placeholders.</summary>
    /// <param name="key">The key.</param>
    /// <param name="values">Text, whole numbers, a <see cref="Phrase"/> or a list of texts or phrases, by name. Other numbers are formatted by the caller.</param>
    /// <exception cref="InvalidOperationException">The key is not there, or a placeholder has no value.</exception>
    public string Say(string key, params ReadOnlySpan<(string Name, object Value)> values)
    {
        string text = this[key];
        if (!text.Contains('{', StringComparison.Ordinal)) return text;
        var result = new StringBuilder(text.Length + 32);
        for (int at = 0; at < text.Length;)
        {
            int open = text.IndexOf('{', at);
            if (open < 0)
            {
                result.Append(text, at, text.Length - at);
                break;
            }

            int close = text.IndexOf('}', open);
            result.Append(text, at, open - at).Append(Filled(key, text[(open + 1)..close], values));
            at = close + 1;
        }

        return result.ToString();
    }

    /// <summary>a; a and b; a, b and c, as the language says it.</summary>
    /// <param name="items">The items.</param>
    public string List(IReadOnlyList<string> items) => items.Count switch
    {
        0 => "",
        1 => items[0],
        _ => string.Join(this["list.between"], items.Take(items.Count - 1)) + this["list.last"] + items[^1],
    };

    /// <summary>A count with its noun: 1 row, 1,208 rows.</summary>
    /// <param name="count">The count.</param>
    /// <param name="noun">The end of a key <c>count.…</c>, e.g. row.</param>
    public string Count(int count, string noun) => Say("count." + noun, ("count", count));

    /// <summary>A text that starts with a capital and ends with the language's full stop; a leading symbol or quoted name stays as it is.</summary>
    /// <param name="text">The text.</param>
    public string Sentence(string text)
    {
        string trimmed = text.Trim();
        if (trimmed.Length == 0) return trimmed;
        // Only plain Latin letters: σ_v must not become Σ_v. Chinese has no capitals, and a Latin name at the start keeps its own.
        string start = Language == "en" && char.IsAsciiLetterLower(trimmed[0]) ? char.ToUpperInvariant(trimmed[0]) + trimmed[1..] : trimmed;
        return start[^1] is '.' or '?' or '!' or '。' or '？' or '！' ? start : start + this["sentence.end"];
    }

    /// <summary>Sentences one after the other, each with its capital and its full stop.</summary>
    /// <param name="sentences">The sentences.</param>
    public string Paragraph(params IEnumerable<string> sentences) => string.Join(Language == "en" ? " " : "", sentences.Select(Sentence));

    /// <summary>A heading as part of a sentence: without its capital where the language has capitals.</summary>
    /// <param name="heading">The heading, e.g. Partner.</param>
    public string Inside(string heading) => Language == "en" ? heading.ToLowerInvariant() : heading;

    private string Filled(string key, string placeholder, ReadOnlySpan<(string Name, object Value)> values)
    {
        int colon = placeholder.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? placeholder : placeholder[..colon];
        foreach ((string given, object value) in values)
        {
            if (given != name) continue;
            if (colon < 0) return Text(value);
            string[] forms = placeholder[(colon + 1)..].Split('|');
            return Convert.ToInt64(value, CultureInfo.InvariantCulture) == 1 ? forms[0] : forms[^1];
        }

        throw new InvalidOperationException($"the text '{key}' asks for '{name}', which was not given");
    }

    private string Text(object value) => value switch
    {
        string text => text,
        Phrase phrase => phrase.In(this),
        int or long => string.Create(CultureInfo.InvariantCulture, $"{value:N0}"),
        IReadOnlyList<string> texts => List(texts),
        IReadOnlyList<Phrase> phrases => List([.. phrases.Select(phrase => phrase.In(this))]),
        _ => throw new InvalidOperationException($"a value of type {value.GetType().Name} has no format of its own: format it before"),
    };

    private static Words Read(string language)
    {
        string resource = $"Gravity.Core.Wording.{language}.json";
        using Stream stream = typeof(Words).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"the words '{resource}' are not in the assembly");
        var options = new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
        using JsonDocument document = JsonDocument.Parse(stream, options);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty text in document.RootElement.EnumerateObject())
        {
            if (!texts.TryAdd(text.Name, text.Value.GetString()!))
                throw new InvalidOperationException($"the words '{resource}' have '{text.Name}' twice");
        }

        return new Words(language, texts.ToFrozenDictionary(StringComparer.Ordinal));
    }
}
