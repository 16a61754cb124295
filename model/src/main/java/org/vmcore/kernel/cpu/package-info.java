/** CPUs: masks, topology, state. */
package org.vmcore.kernel.cpu;
