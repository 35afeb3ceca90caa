using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Apex.Infrastructure.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class UsualWake : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "usual_wake_weekday",
                table: "users",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "usual_wake_weekend",
                table: "users",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "usual_wake_weekday",
                table: "users");

            migrationBuilder.DropColumn(
                name: "usual_wake_weekend",
                table: "users");
        }
    }
}
