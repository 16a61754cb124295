/** {@code plugins/virtio}: devices of a hypervisor and their queues. */
package org.vmcore.emit.plugins.virtio;
