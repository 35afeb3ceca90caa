# One image: pages, API, webhooks and workers. State lives in /data only.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# Project files first: the restore is repeated only when one of them changes.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY build/ build/
COPY Apex.Domain/Apex.Domain.csproj Apex.Domain/packages.lock.json Apex.Domain/
COPY Apex.Infrastructure/Apex.Infrastructure.csproj Apex.Infrastructure/packages.lock.json Apex.Infrastructure/
COPY Apex.Simulator/Apex.Simulator.csproj Apex.Simulator/packages.lock.json Apex.Simulator/
COPY Apex.Web/Apex.Web.csproj Apex.Web/packages.lock.json Apex.Web/
RUN dotnet restore Apex.Web/Apex.Web.csproj --locked-mode

COPY . .
RUN dotnet publish Apex.Web/Apex.Web.csproj --no-restore --configuration Release --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app ./

# APP_UID (1654) is the base image's own unprivileged user. A new volume takes over the owner of the folder it is laid over.
RUN mkdir /data && chown $APP_UID:$APP_UID /data && chmod 700 /data
# No diagnostics sockets in /tmp: with them a read-only root file system would not do.
ENV Apex__DataDirectory=/data \
    ASPNETCORE_HTTP_PORTS=8080 \
    DOTNET_EnableDiagnostics=0
USER $APP_UID
VOLUME /data
EXPOSE 8080
# Asks /health/live of the process beside it; the base image has no curl.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 CMD ["dotnet", "Apex.Web.dll", "--health"]
# Exec form: SIGTERM reaches the process itself, which stops taking webhooks, finishes its commits and leaves with 0.
ENTRYPOINT ["dotnet", "Apex.Web.dll"]
