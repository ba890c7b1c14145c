namespace Gravity.Core.Tests.Validation;

/// <summary>How our fit stands beside a stored one: one line of docs/validation.md and one entry of docs/validation.json.</summary>
public sealed record ValidationRecord
{
    /// <summary>Name of the stored case.</summary>
    public required string Id { get; init; }

    /// <summary>Package and version.</summary>
    public required string Package { get; init; }

    /// <summary>The package's name of the model.</summary>
    public required string PeerModel { get; init; }

    /// <summary>Ours.</summary>
    public required string Model { get; init; }

    /// <summary>Data set.</summary>
    public required string Data { get; init; }

    /// <summary>True for our own simulated data, which are in the repository.</summary>
    public required bool Committed { get; init; }

    /// <summary>What ours is compared with: <c>verified maximum</c>, <c>package</c> or <c>given point</c>.</summary>
    public required string ComparedWith { get; init; }

    /// <summary>Our log-likelihood at our estimates, to ten digits; null without.</summary>
    public double? LogLikelihood { get; init; }

    /// <summary>The package's.</summary>
    public double? PeerLogLikelihood { get; init; }

    /// <summary>The verified maximum's; null where there is none.</summary>
    public double? VerifiedLogLikelihood { get; init; }

    /// <summary>How our climb ended.</summary>
    public required string Termination { get; init; }

    /// <summary>Digits of the log-likelihood; 10 where ours is higher than the verified maximum.</summary>
    public double? LogLikelihoodDigits { get; init; }

    /// <summary>Digits of the worst coefficient or derived quantity, a difference being measured by the standard error where that is larger.</summary>
    public double? CoefficientDigits { get; init; }

    /// <summary>Digits of the worst standard error.</summary>
    public double? ErrorDigits { get; init; }

    /// <summary>Digits of the worst row's efficiency at the optimum.</summary>
    public double? EfficiencyDigits { get; init; }

    /// <summary>Digits of the worst coefficient against the package's own estimates.</summary>
    public double? PeerCoefficientDigits { get; init; }

    /// <summary>Digits of the log-likelihood at the package's own estimates.</summary>
    public double? GivenLogLikelihoodDigits { get; init; }

    /// <summary>Digits of the worst row at the package's own estimates by quantity: te, jlms, mode, teLow, teHigh, u, reciprocal.</summary>
    public IReadOnlyDictionary<string, double> GivenDigits { get; init; } = new Dictionary<string, double>();

    /// <summary><c>agrees</c>, <c>ours is higher</c>, <c>ridge</c>, <c>evaluated</c> or <c>differs</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Why, where the numbers differ.</summary>
    public string Remark { get; init; } = "";

    /// <summary>All digits of the record, named, for the guard.</summary>
    public IEnumerable<(string Name, double? Digits)> AllDigits() =>
    [
        ("log-likelihood", LogLikelihoodDigits), ("coefficients", CoefficientDigits), ("errors", ErrorDigits), ("efficiencies", EfficiencyDigits),
        ("coefficients of the package", PeerCoefficientDigits), ("log-likelihood at the given point", GivenLogLikelihoodDigits),
        .. GivenDigits.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => ($"{d.Key} at the given point", (double?)d.Value)),
    ];
}
