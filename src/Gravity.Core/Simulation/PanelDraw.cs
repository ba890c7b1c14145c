using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Numerics;

namespace Gravity.Core.Simulation;

/// <summary>Draws the rows and regressors of a design.</summary>
internal sealed class PanelDraw
{
    private readonly PanelDesign _panel;
    private readonly IReadOnlyList<RegressorDesign> _regressors;
    private readonly Matrix _between, _initial, _innovation;

    /// <exception cref="UsageException">The correlations belong to no law.</exception>
    public PanelDraw(SimulationDesign design)
    {
        _panel = design.Panel;
        _regressors = design.Regressors;
        int count = _regressors.Count;
        Matrix correlation = Matrix.Identity(count), innovation = new(count, count);
        int Position(string name) => _regressors.ToList().FindIndex(r => r.Name == name);
        foreach (RegressorCorrelation pair in design.Correlations)
        {
            int j = Position(pair.First), k = Position(pair.Second);
            correlation[j, k] = correlation[k, j] = pair.Value;
        }
        // w = ρw₋₁ + e has stationary covariance R when e has R_jk(1 − ρ_jρ_k).
        for (int j = 0; j < count; j++)
            for (int k = 0; k < count; k++)
                innovation[j, k] = correlation[j, k] * (1 - _regressors[j].Persistence * _regressors[k].Persistence);
        _between = _initial = Root(correlation, "the correlations of the regressors are those of no law: they contradict each other");
        _innovation = Root(innovation, "regressors of such different persistence cannot have the correlations asked for: lower one or the other");
    }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Names =>
        [.. _panel.IsPanel ? (string[])[PanelDesign.UnitColumn, PanelDesign.TimeColumn] : [], .. _regressors.Select(r => r.Name)];

    /// <summary>Draws rows and regressors; rows of a panel in the order of units and periods.</summary>
    public TradePanel Draw(RandomSource random)
    {
        int count = _regressors.Count, periods = Math.Max(1, _panel.Periods);
        var unitNames = new List<string>();
        var times = new List<double>();
        var values = new List<double>[count];
        for (int j = 0; j < count; j++)
            values[j] = [];
        // Zeros in front, so that the alphabetical order of units is that of their numbers.
        string digits = "D" + _panel.Units.ToString(CultureInfo.InvariantCulture).Length.ToString(CultureInfo.InvariantCulture);
        double[] own = new double[count], within = new double[count], shock = new double[count], normal = new double[count];
        for (int unit = 0; unit < _panel.Units; unit++)
        {
            string name = "u" + (unit + 1).ToString(digits, CultureInfo.InvariantCulture);
            int certain = _panel.Missing > 0 ? random.NextIndex(periods) : 0;
            Correlated(_between, random, normal, own);
            for (int t = 0; t < periods; t++)
            {
                Correlated(t == 0 ? _initial : _innovation, random, normal, shock);
                for (int j = 0; j < count; j++)
                    within[j] = (t == 0 ? 0 : _regressors[j].Persistence * within[j]) + shock[j];
                // Drawn for every row, so that the share of missing rows does not change the regressors of the others.
                bool missing = _panel.Missing > 0 && random.NextUniform() < _panel.Missing && t != certain;
                if (missing)
                    continue;
                unitNames.Add(name);
                times.Add(t + 1);
                for (int j = 0; j < count; j++)
                {
                    double b = _panel.IsPanel ? _regressors[j].Between : 0;
                    values[j].Add(Value(_regressors[j], Math.Sqrt(b) * own[j] + Math.Sqrt(1 - b) * within[j]));
                }
            }
        }
        List<PanelColumn> columns = [];
        if (_panel.IsPanel)
            columns.AddRange([new TextColumn(PanelDesign.UnitColumn, [.. unitNames]), new NumberColumn(PanelDesign.TimeColumn, [.. times])]);
        columns.AddRange(_regressors.Select((r, j) => new NumberColumn(r.Name, [.. values[j]])));
        return TradePanel.Create(columns, "the simulated panel");
    }

    private static double Value(RegressorDesign regressor, double score) => regressor.Law switch
    {
        RegressorLaw.Normal => regressor.Mean + regressor.Deviation * score,
        RegressorLaw.Uniform => regressor.Low + (regressor.High - regressor.Low) * Distributions.NormalSurvival(-score),
        RegressorLaw.Binary => Distributions.NormalSurvival(score) < regressor.Share ? 1 : 0,
        _ => Math.Min(regressor.Groups, 1 + Math.Floor(Distributions.NormalSurvival(-score) * regressor.Groups)),
    };

    private static void Correlated(Matrix root, RandomSource random, double[] normal, double[] result)
    {
        for (int j = 0; j < normal.Length; j++)
            normal[j] = random.NextNormal();
        for (int j = 0; j < normal.Length; j++)
        {
            double sum = 0;
            for (int k = 0; k <= j; k++)
                sum += root[j, k] * normal[k];
            result[j] = sum;
        }
    }

    /// <summary>The lower triangular root.</summary>
    private static Matrix Root(Matrix matrix, string otherwise)
    {
        int n = matrix.Rows;
        Matrix root = new(n, n);
        for (int j = 0; j < n; j++)
        {
            for (int k = 0; k <= j; k++)
            {
                double sum = matrix[j, k];
                for (int l = 0; l < k; l++)
                    sum -= root[j, l] * root[k, l];
                if (j == k && !(sum > 0))
                    throw new UsageException("wrong-correlation", otherwise);
                root[j, k] = j == k ? Math.Sqrt(sum) : sum / root[k, k];
            }
        }
        return root;
    }
}
