/**
 * Devices of a hypervisor, {@code drivers/virtio/}: {@link org.vmcore.kernel.virtio.VirtioDevice}.
 */
package org.vmcore.kernel.virtio;
