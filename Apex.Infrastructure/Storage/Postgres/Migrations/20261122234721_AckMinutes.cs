using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Apex.Infrastructure.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class AckMinutes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ack_minutes",
                columns: table => new
                {
                    provider = table.Column<string>(type: "text", nullable: false),
                    minute_at = table.Column<long>(type: "bigint", nullable: false),
                    answer = table.Column<string>(type: "text", nullable: false),
                    within_ms = table.Column<int>(type: "integer", nullable: false),
                    times = table.Column<long>(type: "bigint", nullable: false),
                    slowest_ms = table.Column<int>(type: "integer", nullable: false),
                    last_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ack_minutes", x => new { x.provider, x.minute_at, x.answer, x.within_ms });
                });

            migrationBuilder.CreateIndex(
                name: "IX_ack_minutes_minute_at",
                table: "ack_minutes",
                column: "minute_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ack_minutes");
        }
    }
}
