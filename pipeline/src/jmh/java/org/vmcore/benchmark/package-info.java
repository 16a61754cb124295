/**
 * Microbenchmarks of what a report spends its time with, on the bundled dump; {@code
 * scripts/microbenchmark} runs them.
 */
package org.vmcore.benchmark;
