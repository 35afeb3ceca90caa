using System.Security.Cryptography;

namespace Apex.Web.Demo;

/// <summary>The admin of a demo nobody configured one for. The password is random per data directory and kept beside it.</summary>
internal sealed record DemoAccount(string Email, string Password)
{
    private const string FileName = "demo-password.txt";

    // A record prints its members; a password must never reach a log by way of string interpolation.
    public override string ToString() => Email;

    public static DemoAccount Open(string dataDirectory)
    {
        Directory.CreateDirectory(dataDirectory);
        var file = Path.Combine(dataDirectory, FileName);
        if (!File.Exists(file))
        {
            using var created = new FileStream(file, Private());
            using var text = new StreamWriter(created);
            text.Write(RandomNumberGenerator.GetHexString(16, lowercase: true));
        }

        return new("demo@example.org", File.ReadAllText(file).Trim());
    }

    private static FileStreamOptions Private()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
