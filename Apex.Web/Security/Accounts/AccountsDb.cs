using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Apex.Web.Security.Accounts;

/// <summary>
/// Accounts and roles. A file (or schema) of its own, so that the rule "every write to the main file runs on the one writer" stays simple.
/// </summary>
internal abstract class AccountsDb(DbContextOptions options) : IdentityDbContext<Account, IdentityRole<Guid>, Guid>(options);
