namespace Gravity.Core.Specification;

/// <summary>How the left side of a formula was made from the flow.</summary>
/// <param name="Scale">The scale.</param>
/// <param name="Flow">The flow in levels; null when the response is as given.</param>
internal sealed record ResponseForm(ResponseScale Scale, Expression? Flow)
{
    /// <summary>Name of the flow: the column, or the expression as printed.</summary>
    public string? FlowName => Flow is ColumnReference column ? column.Name : Flow?.ToString();

    public static ResponseForm Of(Expression response) => response switch
    {
        CallExpression { Function: "ln" or "log", Argument: BinaryExpression { Symbol: "+" } sum } when OnePlus(sum) is { } column =>
            new ResponseForm(ResponseScale.Log1p, column),
        CallExpression { Function: "ln" or "log" } log => new ResponseForm(ResponseScale.Log, log.Argument),
        CallExpression { Function: "log1p" } log => new ResponseForm(ResponseScale.Log1p, log.Argument),
        _ => new ResponseForm(ResponseScale.AsGiven, null),
    };

    /// <summary>The left side of a model of flows in levels.</summary>
    /// <exception cref="UsageException"><c>log-response</c>: it is a logarithm.</exception>
    public static ResponseForm InLevels(Expression response)
    {
        if (Of(response) is { Scale: not ResponseScale.AsGiven } form)
        {
            throw new UsageException("log-response",
                $"the left side {response} is a logarithm, and this model is of the flow itself, whose zeros it takes as they are: write {form.Flow} ~ …");
        }
        return new ResponseForm(ResponseScale.Level, response);
    }

    private static ColumnReference? OnePlus(BinaryExpression sum) => (sum.Left, sum.Right) switch
    {
        (NumberLiteral { Value: 1 }, ColumnReference column) => column,
        (ColumnReference column, NumberLiteral { Value: 1 }) => column,
        _ => null,
    };
}
