/** Network devices in sysfs: {@code /sys/class/net}. */
package org.vmcore.emit.sys.net;
