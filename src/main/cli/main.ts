process.stderr.write('soon\n');
process.exitCode = 1;
