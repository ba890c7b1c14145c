namespace Gravity.Core.Studies;

/// <summary>Reads study files.</summary>
public static class StudyFile
{
    /// <summary>Reads a study file, or <c>study.yaml</c> of a folder.</summary>
    /// <exception cref="UsageException">The file is missing, is not YAML, or has an unknown key, model, law or name: with line and column.</exception>
    public static Study Read(string path) => throw new NotImplementedException(path);
}
