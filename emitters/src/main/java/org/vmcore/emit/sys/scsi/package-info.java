/** Files of SCSI hosts, devices and disks, and of NVMe, in their directories of sysfs. */
package org.vmcore.emit.sys.scsi;
