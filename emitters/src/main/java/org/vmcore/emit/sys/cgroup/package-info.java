/**
 * Files of control groups below {@code /sys/fs/cgroup}, versions 1 and 2. Each is shown by the
 * function that its {@code struct cftype} names: start with {@code CgroupFiles}.
 */
package org.vmcore.emit.sys.cgroup;
