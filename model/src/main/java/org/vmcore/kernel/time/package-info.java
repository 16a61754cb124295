/**
 * Clocks and ticks: {@link org.vmcore.kernel.time.Timekeeping}, {@link org.vmcore.kernel.time.Hz}.
 */
package org.vmcore.kernel.time;
