/** {@code plugins/nvme}: controllers of NVMe and their queues. */
package org.vmcore.emit.plugins.nvme;
