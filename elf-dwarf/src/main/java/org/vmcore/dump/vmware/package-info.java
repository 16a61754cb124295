/**
 * Suspended machines and snapshots of VMware: state in {@code .vmss} or {@code .vmsn}, memory in it
 * or in a {@code .vmem} beside it. Start with {@link org.vmcore.dump.vmware.VmwareState}.
 */
package org.vmcore.dump.vmware;
