@echo off
rem Starts Tandem on Windows. In a checkout it is built at the first use; a portable folder holds this script
rem beside app\. The launcher itself reads --data.
setlocal EnableExtensions DisableDelayedExpansion

set "FOLDER=%~dp0"
if "%FOLDER:~-1%"=="\" set "FOLDER=%FOLDER:~0,-1%"
set "TANDEM_HOME_FOLDER=%FOLDER%"
if exist "%FOLDER%\app\" goto find_java
if not exist "%FOLDER%\..\pom.xml" (
    echo tandem: there is no folder 'app' beside %~f0. Unpack Tandem anew. 1>&2
    exit /b 1
)
set "TANDEM_HOME_FOLDER=%FOLDER%\target\tandem"
if exist "%TANDEM_HOME_FOLDER%\app\launcher.jar" goto find_java
where mvn >nul 2>&1 || (
    echo tandem: this is a checkout of Tandem's sources, and to build it takes Maven. Install it first. 1>&2
    exit /b 1
)
echo tandem: building from the sources; this happens once 1>&2
pushd "%FOLDER%\.."
call mvn -q -B -ntp -Dstyle.color=never -DskipTests -pl launcher -am package 1>&2
if errorlevel 1 (
    popd
    echo tandem: the build failed; see above. Correct that, then call tandem again. 1>&2
    exit /b 1
)
popd

:find_java
set "JAVA="
call :try_java "%TANDEM_HOME_FOLDER%\jre"
if defined JAVA_HOME call :try_java "%JAVA_HOME%"
for /f "delims=" %%J in ('where java 2^>nul') do call :try_java "%%~dpJ.."
for %%V in ("%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu" "%ProgramFiles%\Amazon Corretto" "%ProgramFiles%\BellSoft" "%LocalAppData%\Programs\Eclipse Adoptium" "%UserProfile%\.jdks") do (
    if exist "%%~V\" for /d %%J in ("%%~V\*") do call :try_java "%%~J"
)
if not defined JAVA (
    echo tandem: Tandem runs on Java 25 or newer, and none was found. Install one, for example from https://adoptium.net, or point JAVA_HOME to it. 1>&2
    exit /b 1
)

set "SEVERAL="
set "FLAGS=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
for %%W in (%*) do (
    for %%B in (backup restore check prove undo --prune prune dump sync repair rewrite recover heal stats migrate) do (
        if "%%~W"=="%%B" if not defined SEVERAL set "FLAGS=-XX:+UseSerialGC -Xmn48m -Xmx320m"
    )
    for %%B in (copy --also) do (
        if "%%~W"=="%%B" set "SEVERAL=1" & set "FLAGS=-XX:+UseSerialGC -Xmn48m -Xmx512m"
    )
)
"%JAVA%" --sun-misc-unsafe-memory-access=deny -XX:-UsePerfData -XX:-CreateCoredumpOnCrash -Xlog:disable %FLAGS% %TANDEM_JAVA_OPTS% "-Dtandem.home=%TANDEM_HOME_FOLDER%" -jar "%TANDEM_HOME_FOLDER%\app\launcher.jar" %*
exit /b %ERRORLEVEL%

rem Takes the Java in folder %1 when none was taken before and its file 'release' tells of version 25 or newer.
:try_java
if defined JAVA exit /b 0
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\release" exit /b 0
for /f "tokens=2 delims==" %%R in ('findstr /b "JAVA_VERSION=" "%~1\release"') do (
    for /f "tokens=1 delims=.-" %%M in ("%%~R") do if %%M GEQ 25 set "JAVA=%~1\bin\java.exe"
)
exit /b 0
