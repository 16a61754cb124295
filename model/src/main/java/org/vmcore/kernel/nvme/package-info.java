/** NVMe, {@code drivers/nvme/host/}: {@link org.vmcore.kernel.nvme.NvmeController}. */
package org.vmcore.kernel.nvme;
