using System.Text.RegularExpressions;
using Gravity.Core;
using Gravity.Core.Data;
using Gravity.Core.Estimation;

namespace Gravity.Reporting.Results;

/// <summary>Which terms a regression table shows, in which order and under which names.</summary>
internal sealed class TermChoice(RegressionTableStyle style, ReportLabels labels)
{
    /// <summary>Whether a parameter is shown.</summary>
    public bool Shows(ParameterEstimate p) =>
        (style.Keep.Count == 0 || style.Keep.Any(pattern => Matches(pattern, p))) && !style.Drop.Any(pattern => Matches(pattern, p));

    /// <summary>The place that the style gives a parameter; those it does not name come last, in their own order.</summary>
    public int Place(ParameterEstimate p)
    {
        for (int k = 0; k < style.Order.Count; k++)
            if (Matches(style.Order[k], p)) return k;
        return style.Order.Count;
    }

    /// <summary>What a term is called.</summary>
    public string Label(string name)
    {
        string label = labels.Term(name);
        return style.Rename.GetValueOrDefault(name) ?? style.Rename.GetValueOrDefault(label) ?? label;
    }

    /// <summary>Refuses patterns and names that no term answers to: a mistyped one would be ignored in silence.</summary>
    /// <exception cref="UsageException">Code <c>unknown-term</c>, with the nearest terms.</exception>
    public void Check(IReadOnlyList<ParameterEstimate> parameters)
    {
        string[] names = [.. parameters.Select(p => p.Name).Distinct()];
        foreach (string pattern in style.Keep.Concat(style.Drop).Concat(style.Order))
        {
            if (!parameters.Any(p => Matches(pattern, p)))
                throw new UsageException("unknown-term", NearestNames.Sentence("term of these models", pattern, names));
        }
        foreach (string name in style.Rename.Keys)
        {
            if (!names.Any(n => n == name || labels.Term(n) == name))
                throw new UsageException("unknown-term", NearestNames.Sentence("term of these models", name, names));
        }
    }

    /// <summary><c>*</c> stands for any characters, <c>?</c> for one; compared with the name, the label, and block/name.</summary>
    private bool Matches(string pattern, ParameterEstimate p)
    {
        string expression = "^" + Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal) + "$";
        bool Is(string text) => Regex.IsMatch(text, expression, RegexOptions.CultureInvariant | RegexOptions.Singleline);
        return Is(p.Name) || Is(labels.Term(p.Name)) || Is(p.Block + "/" + p.Name);
    }
}
