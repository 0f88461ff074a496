//! Returns freed memory to the operating system.

/// The number of free bytes at the end of an arena from which they are returned to the system at once.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const TRIM_THRESHOLD: libc::c_int = 256 * 1024;

/// Lets glibc return free memory at the end of an arena to the system. By itself it raises the threshold to twice the
/// size of the largest freed block, and `malloc_trim` omits the end of the arenas of other threads than the main one:
/// together they kept 5 MiB after a review.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "no crate wraps this one call")]
pub fn limit() {
    // SAFETY: `mallopt` takes two numbers and changes a parameter of the allocator.
    unsafe { libc::mallopt(libc::M_TRIM_THRESHOLD, TRIM_THRESHOLD) };
}

/// Does nothing: the allocator of this system returns freed memory by itself.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn limit() {}

/// Returns freed memory to the system. glibc keeps free memory that lies below a block in use: 35 MiB after a
/// review of a year with 5,000 wins. Other allocators return it by themselves.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(
    unsafe_code,
    reason = "glibc has no other way to give memory back, and no crate wraps this one call"
)]
pub fn give_back() {
    // SAFETY: `malloc_trim` takes a number of bytes, locks each arena by itself and touches only free chunks.
    unsafe { libc::malloc_trim(0) };
}

/// Does nothing: the allocator of this system returns freed memory by itself.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn give_back() {}
