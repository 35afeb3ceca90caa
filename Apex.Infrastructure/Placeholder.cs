namespace Apex.Infrastructure;
