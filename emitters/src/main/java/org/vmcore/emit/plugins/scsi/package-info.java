/** {@code plugins/scsi}: hosts, devices and commands of SCSI. */
package org.vmcore.emit.plugins.scsi;
