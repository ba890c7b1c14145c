using System.Globalization;
using Gravity.Core.Data;

namespace Gravity.Core.Estimation;

/// <summary>Fixed parameters and linear constraints in words: <c>eta=0</c>, <c>ln(gdp_o) + ln(gdp_d) = 2</c>, <c>ln(gdp_o) = ln(gdp_d)</c>.</summary>
/// <remarks>
/// A parameter is named as it is printed: <c>block:name</c>, or the name alone where one block has it. Names hold brackets, signs of equality and colons
/// of their own, so a sentence is read against the names at hand, the longest first; backquotes may stand around a name.
/// </remarks>
public static class LinearConstraints
{
    private static readonly string[] WordEnds = [" + ", " - ", " − ", "="];

    /// <summary>Checks what needs no names: <c>NAME=VALUE</c> with a number, constraints with a sign of equality.</summary>
    /// <exception cref="UsageException"><c>constraint-syntax</c>.</exception>
    public static void Check(IReadOnlyList<string> fix, IReadOnlyList<string> constraints)
    {
        foreach (string text in fix)
            FixParts(text);
        foreach (string text in constraints)
            if (!text.Contains('=', StringComparison.Ordinal))
                throw Syntax(text, "a constraint is an equation, e.g. \"ln(gdp_o) + ln(gdp_d) = 2\"");
    }

    /// <summary>Reads fixed parameters and constraints against the parameters of a model.</summary>
    /// <param name="fix">Texts <c>NAME=VALUE</c>.</param>
    /// <param name="constraints">Linear equations.</param>
    /// <param name="parameters">The parameters.</param>
    /// <exception cref="UsageException">
    /// <c>constraint-syntax</c>, <c>constraint-unknown-parameter</c>, <c>constraints-contradict</c>, <c>constraint-redundant</c>, <c>nothing-free</c>.
    /// </exception>
    public static AffineRestriction Resolve(IReadOnlyList<string> fix, IReadOnlyList<string> constraints, IReadOnlyList<Parameter> parameters)
    {
        if (fix.Count + constraints.Count == 0)
            return AffineRestriction.None(parameters.Count);
        string[] texts = [.. fix, .. constraints];
        LinearRestriction[] restrictions = [.. fix.Select(f => Fixed(f, parameters)), .. constraints.Select(c => Equation(c, parameters))];
        AffineRestriction result;
        try
        {
            result = AffineRestriction.Of(parameters.Count, restrictions);
        }
        catch (RestrictionException error)
        {
            string before = string.Join(", ", texts.Take(error.Restriction).Select(t => $"'{t}'"));
            string text = texts[error.Restriction];
            if (restrictions[error.Restriction].Coefficients.All(a => a == 0))
                throw Syntax(text, "its parameters cancel");
            throw error.Contradicts
                ? new UsageException("constraints-contradict", $"'{text}' contradicts {before}: no parameters meet them all")
                : new UsageException("constraint-redundant", $"'{text}' follows from {before}: leave it out");
        }
        return result.Free.Count > 0
            ? result
            : throw new UsageException("nothing-free", "every parameter is held, so there is nothing to estimate: leave out a fixed parameter or a constraint");
    }

    /// <summary>What fixed parameters and constraints mean, one equation each, with the parameters as <c>block:name</c>.</summary>
    public static IReadOnlyList<string> Describe(AffineRestriction restriction, IReadOnlyList<Parameter> parameters) =>
        [.. restriction.Restrictions.Select(r => Describe(r, parameters))];

    /// <summary>One equation: the terms in the order of the parameters.</summary>
    public static string Describe(LinearRestriction restriction, IReadOnlyList<Parameter> parameters)
    {
        var text = new System.Text.StringBuilder();
        for (int j = 0; j < parameters.Count; j++)
        {
            double a = restriction.Coefficients[j];
            if (a == 0)
                continue;
            text.Append(text.Length == 0 ? a < 0 ? "−" : "" : a < 0 ? " − " : " + ");
            if (Math.Abs(a) != 1)
                text.Append(Number(Math.Abs(a))).Append('·');
            text.Append(parameters[j]);
        }
        return text.Append(" = ").Append(restriction.Value < 0 ? "−" : "").Append(Number(Math.Abs(restriction.Value))).ToString();
    }

    /// <summary>Reads one equation against parameters; for tests of nesting, where a constraint is one of another model.</summary>
    /// <exception cref="UsageException"><c>constraint-syntax</c>, <c>constraint-unknown-parameter</c>.</exception>
    internal static LinearRestriction Equation(string text, IReadOnlyList<Parameter> parameters)
    {
        var names = Names(parameters);
        var coefficients = new double[parameters.Count];
        double constant = 0;
        int position = 0, side = 1;
        bool equation = false;
        while (true)
        {
            double sign = side;
            while (Next(text, ref position) is '+' or '-' or '−')
                sign *= text[position++] == '+' ? 1 : -1;
            Term(text, ref position, sign, names, coefficients, ref constant);
            char next = Next(text, ref position);
            if (next == '\0')
                break;
            if (next == '=' && !equation)
            {
                (equation, side) = (true, -1);
                position++;
            }
            else if (next is not ('+' or '-' or '−'))
            {
                throw Unknown(text, Word(text, position), parameters);
            }
        }
        return equation ? new LinearRestriction(coefficients, -constant) : throw Syntax(text, "a constraint is an equation, e.g. \"ln(gdp_o) = ln(gdp_d)\"");
    }

    internal static LinearRestriction Fixed(string text, IReadOnlyList<Parameter> parameters)
    {
        (string name, double value) = FixParts(text);
        int position = Find(name.Trim('`'), parameters);
        return position >= 0 ? LinearRestriction.Fix(parameters.Count, position, value) : throw Unknown(text, name, parameters);
    }

    private static (string Name, double Value) FixParts(string text)
    {
        int at = text.LastIndexOf('=');
        string name = at < 0 ? "" : text[..at].Trim(), value = at < 0 ? "" : text[(at + 1)..].Trim();
        if (name.Length == 0 || !TryNumber(value.Replace('−', '-'), out double number))
            throw Syntax(text, "a fixed parameter is NAME=VALUE with a number, e.g. \"ln(dist)=-1\"");
        return (name, number);
    }

    /// <summary>A number, a parameter, or number times parameter; at the end of the sentence an error.</summary>
    private static void Term(
        string text, ref int position, double sign, IReadOnlyList<(string Name, int Position)> names, double[] coefficients, ref double constant)
    {
        Next(text, ref position);
        int start = position;
        if (Name(text, ref position, names) is { } plain)
        {
            coefficients[plain] += sign;
            return;
        }
        while (position < text.Length && (char.IsAsciiDigit(text[position]) || text[position] == '.'
            || (text[position] is 'e' or 'E' && position > start && position + 1 < text.Length && (char.IsAsciiDigit(text[position + 1]) || text[position + 1] is '-' or '+'))
            || (text[position] is '-' or '+' && position > start && text[position - 1] is 'e' or 'E')))
        {
            position++;
        }
        if (!TryNumber(text[start..position], out double number))
            throw start < text.Length ? Unknown(text, Word(text, start), names) : Syntax(text, "a term is missing");
        char next = Next(text, ref position);
        if (next is '*' or '·')
        {
            position++;
            Next(text, ref position);
            int place = Name(text, ref position, names) ?? throw (position < text.Length ? Unknown(text, Word(text, position), names) : Syntax(text, "a parameter is missing after '*'"));
            coefficients[place] += sign * number;
            return;
        }
        constant += sign * number;
    }

    /// <summary>The longest name that stands here and is followed by an operator or the end.</summary>
    private static int? Name(string text, ref int position, IReadOnlyList<(string Name, int Position)> names)
    {
        foreach ((string name, int place) in names)
        {
            if (string.CompareOrdinal(text, position, name, 0, name.Length) != 0)
                continue;
            int after = position + name.Length;
            if (after < text.Length && !(char.IsWhiteSpace(text[after]) || text[after] is '+' or '-' or '−' or '='))
                continue;
            position = after;
            return place;
        }
        return null;
    }

    private static char Next(string text, ref int position)
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
            position++;
        return position < text.Length ? text[position] : '\0';
    }

    /// <summary>Names in full and, where only one block has them, alone; with and without backquotes; the longest first.</summary>
    private static List<(string Name, int Position)> Names(IReadOnlyList<Parameter> parameters)
    {
        var names = new List<(string, int)>();
        for (int j = 0; j < parameters.Count; j++)
        {
            string name = parameters[j].Name;
            string[] forms = parameters.Count(p => p.Name == name) == 1 ? [parameters[j].ToString(), name] : [parameters[j].ToString()];
            foreach (string form in forms)
                names.AddRange([(form, j), ($"`{form}`", j)]);
        }
        return [.. names.OrderByDescending(n => n.Item1.Length).ThenBy(n => n.Item1, StringComparer.Ordinal)];
    }

    /// <summary>The position of a parameter, −1 when no or several have the name.</summary>
    internal static int Find(string name, IReadOnlyList<Parameter> parameters)
    {
        foreach ((string form, int position) in Names(parameters))
            if (form == name)
                return position;
        return -1;
    }

    /// <summary>What stands where a name was looked for: up to an operator between spaces.</summary>
    private static string Word(string text, int start)
    {
        int end = WordEnds.Select(o => text.IndexOf(o, Math.Min(start + 1, text.Length), StringComparison.Ordinal)).Where(i => i > 0).DefaultIfEmpty(text.Length).Min();
        return text[start..Math.Min(end, text.Length)].Trim();
    }

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static UsageException Syntax(string text, string why) => new("constraint-syntax", $"'{text}' cannot be read: {why}");

    private static UsageException Unknown(string text, string name, IReadOnlyList<(string Name, int Position)> names) =>
        Unknown(text, name, [.. names.Select(n => n.Name).Where(n => n[0] != '`')]);

    private static UsageException Unknown(string text, string name, IReadOnlyList<Parameter> parameters)
    {
        string[] blocks = [.. parameters.Where(p => p.Name == name).Select(p => p.ToString())];
        return blocks.Length > 1
            ? new UsageException("constraint-unknown-parameter", $"'{text}': several blocks have '{name}': write {string.Join(" or ", blocks)}")
            : Unknown(text, name, [.. Names(parameters).Select(n => n.Name).Where(n => n[0] != '`')]);
    }

    private static UsageException Unknown(string text, string name, string[] names) =>
        new("constraint-unknown-parameter", $"'{text}': {NearestNames.Sentence("parameter", name, names)}");
}
