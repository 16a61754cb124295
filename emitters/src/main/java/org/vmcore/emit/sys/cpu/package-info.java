/**
 * {@code /sys/devices/system/cpu} and the clocks beside it: which CPUs there are, how they lie to
 * each other, their caches and weaknesses.
 */
package org.vmcore.emit.sys.cpu;
