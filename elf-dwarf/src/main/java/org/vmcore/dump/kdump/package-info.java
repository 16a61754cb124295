/**
 * Kdump-compressed dumps as makedumpfile writes them, versions 1 to 6, whole or split. Start with
 * {@link org.vmcore.dump.kdump.KdumpFile}.
 */
package org.vmcore.dump.kdump;
