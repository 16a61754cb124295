/**
 * Where kernel images come from: a vmlinux, or the index that was made of it the first time and
 * lies in a cache on this machine. Start with {@link org.vmcore.store.ImageStore}.
 */
package org.vmcore.store;
