/** {@code plugins/devices}: all that stands in sysfs. */
package org.vmcore.emit.plugins.devices;
