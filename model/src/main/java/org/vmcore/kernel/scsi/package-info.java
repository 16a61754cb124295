/**
 * The SCSI mid layer, {@code drivers/scsi/}: hosts and what is attached to them. Start with {@link
 * org.vmcore.kernel.scsi.ScsiDevice}.
 */
package org.vmcore.kernel.scsi;
