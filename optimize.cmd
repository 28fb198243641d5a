@echo off
rem Runs Notch on Windows. In a checkout it first builds what is missing or older than its sources.
rem   JAVA_HOME        the JDK to use (17 or newer)
rem   NOTCH_JAVA_OPTS  further options for the JVM, for example -Xmx8g
setlocal EnableExtensions
set "root=%~dp0"
if "%root:~-1%"=="\" set "root=%root:~0,-1%"
set "OPT_OUT_TRACKING=true"
set "ORT_DISABLE_TELEMETRY=1"

set "java=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "java=%JAVA_HOME%\bin\java.exe"
"%java%" --version >nul 2>nul || goto nojava
set "major=0"
for /f "tokens=2 delims=. " %%v in ('"%java%" --version 2^>nul') do (
  set "major=%%v"
  goto versioned
)
:versioned
if %major% LSS 17 goto nojava

set "home=%root%"
if not exist "%root%\pom.xml" goto run
set "home=%root%\cli\target\notch"
powershell -NoProfile -Command "$d='%home%\lib'; if (-not (Test-Path $d)) { exit 1 }; $t=(Get-Item $d).LastWriteTime; if (Get-ChildItem -Recurse -File '%root%\pom.xml','%root%\*\pom.xml','%root%\*\src\main','%root%\configs' | Where-Object { $_.LastWriteTime -gt $t }) { exit 1 }; exit 0"
if not errorlevel 1 goto run

where mvn >nul 2>nul || (
  echo optimize: needs Maven 3.8 or newer for the build: https://maven.apache.org 1>&2
  exit /b 1
)
if not exist "%root%\dist" mkdir "%root%\dist"
2>nul mkdir "%root%\dist\lock.d" || (
  echo optimize: another build runs; if none does, remove %root%\dist\lock.d 1>&2
  exit /b 1
)
echo optimize: building ^(once, and again when sources change; log: %root%\dist\build.log^) 1>&2
if exist "%home%" rmdir /s /q "%home%"
set "build=-B -f "%root%\pom.xml" -Dnotch.unchecked -Dspotless.check.skip=true -Denforcer.skip=true -Dmaven.test.skip=true -pl cli -am package"
call mvn -o %build% > "%root%\dist\build.log" 2>&1 || call mvn %build% > "%root%\dist\build.log" 2>&1
set "status=%errorlevel%"
rmdir "%root%\dist\lock.d"
if not "%status%"=="0" (
  echo optimize: the build failed; %root%\dist\build.log says why 1>&2
  exit /b 1
)

:run
"%java%" -XX:+UseSerialGC -XX:MaxRAMPercentage=40 -Dfile.encoding=UTF-8 -Dai.djl.offline=true -DOPT_OUT_TRACKING=true "-Dnotch.home=%root%" %NOTCH_JAVA_OPTS% -cp "%home%\lib\*" dev.notch.cli.Main %*
exit /b %errorlevel%

:nojava
echo optimize: needs a JDK 17 or newer: install one or set JAVA_HOME 1>&2
exit /b 1
