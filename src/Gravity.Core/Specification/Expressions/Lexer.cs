using System.Globalization;
using System.Text;

namespace Gravity.Core.Specification;

/// <summary>Kinds of tokens of expressions and formulas.</summary>
internal enum TokenKind
{
    Number,
    Text,
    Name,
    Operator,
    End,
}

/// <summary>A piece of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">A name or text without its quotes, an operator as written.</param>
/// <param name="Number">The value of a number.</param>
/// <param name="Position">Where it starts, from 0.</param>
/// <param name="Length">How many characters it takes.</param>
/// <param name="Quoted">Whether a name stood in backticks, so that it is no keyword.</param>
internal readonly record struct Token(TokenKind Kind, string Value, double Number, int Position, int Length, bool Quoted = false)
{
    public bool Is(string symbol) => Kind == TokenKind.Operator && Value == symbol;

    public bool IsWord(string word) => Kind == TokenKind.Name && !Quoted && Value == word;
}

/// <summary>Cuts expressions and formulas into tokens.</summary>
internal static class Lexer
{
    private static readonly string[] Operators =
        ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "^", "(", ")", ",", ":", "~", "|", "!", "="];

    public static List<Token> Cut(string text)
    {
        var tokens = new List<Token>();
        int at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            Token token = Next(text, at);
            tokens.Add(token);
            at += token.Length;
        }
        tokens.Add(new Token(TokenKind.End, "the end", 0, text.Length, 1));
        return tokens;
    }

    /// <summary>The error of a text that is no expression: the reason, the text, and a caret under the place.</summary>
    public static UsageException Error(string text, int position, int length, string reason)
    {
        string line = text.Replace('\n', ' ').Replace('\r', ' ').Replace('\t', ' ');
        int shown = Math.Max(0, Math.Min(position, line.Length) - 60);
        string excerpt = (shown > 0 ? "…" : "") + line[shown..Math.Min(line.Length, shown + 120)];
        string caret = new string(' ', position - shown + (shown > 0 ? 1 : 0)) + new string('^', Math.Max(1, Math.Min(length, 40)));
        return new UsageException("syntax", FormattableString.Invariant($"{reason} (position {position + 1}):\n  {excerpt}\n  {caret}"));
    }

    /// <summary>Whether a name can be written without backticks.</summary>
    public static bool IsPlainName(string name)
    {
        if (name.Length == 0 || !IsStart(name[0]) || name is "and" or "or" or "not" or "in")
            return false;
        foreach (char letter in name)
            if (!IsPart(letter))
                return false;
        return true;
    }

    private static Token Next(string text, int at)
    {
        char first = text[at];
        if (char.IsAsciiDigit(first) || (first == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
            return Number(text, at);
        if (IsStart(first))
        {
            int end = at + 1;
            while (end < text.Length && IsPart(text[end]))
                end++;
            return new Token(TokenKind.Name, text[at..end], 0, at, end - at);
        }
        if (first is '"' or '\'' or '`')
            return Quoted(text, at);
        foreach (string symbol in Operators)
            if (string.CompareOrdinal(text, at, symbol, 0, symbol.Length) == 0)
                return new Token(TokenKind.Operator, symbol, 0, at, symbol.Length);
        string hint = first switch
        {
            '&' => ": write && for 'and'",
            '“' or '”' or '‘' or '’' => ": use straight quotes",
            '≥' => ": write >=",
            '≤' => ": write <=",
            '−' or '–' => ": write - for minus",
            '[' or '{' => ": use ( )",
            '%' => ": there is no such operator",
            _ => ": quote a column name with backticks, e.g. `odd name`",
        };
        throw Error(text, at, 1, $"unexpected character '{first}'{hint}");
    }

    private static Token Number(string text, int at)
    {
        int end = at;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        if (end < text.Length && text[end] == '.')
        {
            end++;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
        }
        if (end < text.Length && text[end] is 'e' or 'E')
        {
            int digits = end + 1;
            if (digits < text.Length && text[digits] is '+' or '-')
                digits++;
            if (digits < text.Length && char.IsAsciiDigit(text[digits]))
            {
                end = digits;
                while (end < text.Length && char.IsAsciiDigit(text[end]))
                    end++;
            }
        }
        if (end < text.Length && IsPart(text[end]))
            throw Error(text, at, end - at + 1, "a name cannot start with a digit: quote it with backticks, or write an operator between");
        double value = double.Parse(text.AsSpan(at, end - at), NumberStyles.Float, CultureInfo.InvariantCulture);
        if (double.IsInfinity(value))
            throw Error(text, at, end - at, "the number is too large");
        return new Token(TokenKind.Number, text[at..end], value, at, end - at);
    }

    private static Token Quoted(string text, int at)
    {
        char quote = text[at];
        var value = new StringBuilder();
        int end = at + 1;
        for (; end < text.Length; end++)
        {
            if (text[end] == quote)
            {
                if (end + 1 >= text.Length || text[end + 1] != quote)
                    break;
                // A doubled quote stands for itself.
                end++;
            }
            else if (text[end] == '\\' && quote != '`' && end + 1 < text.Length && (text[end + 1] == quote || text[end + 1] == '\\'))
            {
                end++;
            }
            value.Append(text[end]);
        }
        if (end >= text.Length)
            throw Error(text, at, 1, quote == '`' ? "the backtick is never closed" : "the quoted text is never closed");
        if (quote == '`' && value.Length == 0)
            throw Error(text, at, 2, "the name is empty");
        return new Token(quote == '`' ? TokenKind.Name : TokenKind.Text, value.ToString(), 0, at, end - at + 1, Quoted: quote == '`');
    }

    private static bool IsStart(char letter) => char.IsLetter(letter) || letter == '_';

    private static bool IsPart(char letter) => char.IsLetterOrDigit(letter) || letter is '_' or '.';
}
