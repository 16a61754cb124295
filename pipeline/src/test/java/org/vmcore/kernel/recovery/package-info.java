/** Recovered symbols, compared with those of real kernels. */
package org.vmcore.kernel.recovery;
