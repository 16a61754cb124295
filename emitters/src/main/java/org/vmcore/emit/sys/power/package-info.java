/** {@code /sys/power}: how the machine sleeps, and how that went. */
package org.vmcore.emit.sys.power;
