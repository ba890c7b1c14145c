using Gravity.Core.Wording;

namespace Gravity.Core.Estimation;

/// <summary>A kind of warning: a stable code, what it means and what to do about it.</summary>
/// <param name="Code">Kebab case, as in JSON and <c>gravity explain CODE</c>. Meaning and remedy are texts of <see cref="Words"/> under this code.</param>
public sealed record WarningKind(string Code)
{
    /// <summary>One or two sentences for an economist; empty for the code of another version.</summary>
    public string Meaning => MeaningIn(Words.English);

    /// <summary>What to do; empty for the code of another version.</summary>
    public string Remedy => RemedyIn(Words.English);

    /// <summary><see cref="Meaning"/> in a language.</summary>
    /// <param name="words">The language.</param>
    public string MeaningIn(Words words) => Text(words, "meaning");

    /// <summary><see cref="Remedy"/> in a language.</summary>
    /// <param name="words">The language.</param>
    public string RemedyIn(Words words) => Text(words, "remedy");

    private string Text(Words words, string part)
    {
        string key = "warning." + Code + "." + part;
        return words.Has(key) ? words[key] : "";
    }
}

/// <summary>Something a reader of the estimates must know, with the numbers of this fit.</summary>
/// <param name="Kind">What kind of warning.</param>
/// <param name="Message">The sentence with this fit's numbers, English.</param>
public sealed record FitWarning(WarningKind Kind, string Message)
{
    /// <summary>A warning that speaks every language.</summary>
    /// <param name="kind">What kind of warning.</param>
    /// <param name="message">The sentence with this fit's numbers.</param>
    public FitWarning(WarningKind kind, Phrase message)
        : this(kind, message.ToString()) => MessagePhrase = message;

    /// <summary>The code of <see cref="Kind"/>.</summary>
    public string Code => Kind.Code;

    /// <summary>The sentence in every language; null where it is known in English only, as in a saved fit.</summary>
    public Phrase? MessagePhrase { get; }

    /// <summary>The sentence in a language. What is known in English only follows the meaning of its kind, as a quotation.</summary>
    /// <param name="words">The language.</param>
    public string MessageIn(Words words)
    {
        if (MessagePhrase is not null) return MessagePhrase.In(words);
        string meaning = Kind.MeaningIn(words);
        return words.Language == "en" || meaning.Length == 0 ? Message : words.Say("warning.quoted", ("meaning", meaning), ("message", Message));
    }

    /// <summary>Whether both are of one kind and say the same; a saved fit has lost the other languages, not the warning.</summary>
    /// <param name="other">The other warning.</param>
    public bool Equals(FitWarning? other) => other is not null && Kind == other.Kind && Message == other.Message;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Message);

    /// <summary>Clustered errors that rest on few clusters.</summary>
    internal static FitWarning FewClusters(int clusters) =>
        new(WarningCatalog.FewClusters, new Phrase("warning.few-clusters.here", ("clusters", clusters), ("df", clusters - 1)));
}
