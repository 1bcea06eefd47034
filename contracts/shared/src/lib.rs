//! What the contracts share: the share in basis points, amounts, and calls of a Stellar asset contract.
//!
//! The functions that turn values are kept apart by `inline(never)`: inlined into each caller they were
//! the half of a contract.
#![no_std]

use soroban_sdk::{
    symbol_short, Address, Env, Error, IntoVal, InvokeError, Symbol, TryFromVal, Val, Vec,
};

/// All of an amount, in basis points.
pub const WHOLE: u32 = 10_000;

/// `floor(amount × bps / 10 000)` of an amount that is not negative, exact for every such amount and
/// `bps` up to 10 000.
pub fn share(amount: i64, bps: u32) -> i64 {
    let (bps, whole) = (bps as i64, WHOLE as i64);
    amount / whole * bps + amount % whole * bps / whole
}

/// An amount of stroops from outside; `None` for one below zero or beyond 64 bits.
#[inline(never)]
pub fn stroops(amount: i128) -> Option<i64> {
    i64::try_from(amount).ok().filter(|it| *it >= 0)
}

/// An amount as contracts tell it each other: 128 bits.
#[inline(never)]
pub fn val(env: &Env, amount: i64) -> Val {
    (amount as i128).into_val(env)
}

/// One value of a list that this contract has stored itself.
#[inline(never)]
pub fn at(list: &Vec<Val>, index: u32) -> Val {
    list.get_unchecked(index)
}

/// An address of a list that this contract has stored itself.
#[inline(never)]
pub fn address(env: &Env, list: &Vec<Val>, index: u32) -> Address {
    Address::try_from_val(env, &at(list, index)).unwrap()
}

/// A number of 64 bits of a list that this contract has stored itself.
#[inline(never)]
pub fn number(env: &Env, list: &Vec<Val>, index: u32) -> i64 {
    i64::try_from_val(env, &at(list, index)).unwrap()
}

/// What an address holds of an asset. What is beyond 64 bits does not count.
#[inline(never)]
pub fn balance(env: &Env, asset: &Address, of: &Address) -> i64 {
    let args = Vec::from_array(env, [of.to_val()]);
    let held: i128 = env.invoke_contract(asset, &symbol_short!("balance"), args);
    i64::try_from(held).unwrap_or(i64::MAX)
}

/// Fails with the asset contract's error.
#[inline(never)]
pub fn transfer(env: &Env, asset: &Address, from: &Address, to: &Address, amount: i64) {
    env.invoke_contract::<Val>(asset, &TRANSFER, transfer_args(env, from, to, amount));
}

/// Whether it could be paid; if not, nothing has changed.
pub fn try_transfer(env: &Env, asset: &Address, from: &Address, to: &Address, amount: i64) -> bool {
    let args = transfer_args(env, from, to, amount);
    env.try_invoke_contract::<Val, InvokeError>(asset, &TRANSFER, args)
        .is_ok()
}

const TRANSFER: Symbol = symbol_short!("transfer");

#[inline(never)]
fn transfer_args(env: &Env, from: &Address, to: &Address, amount: i64) -> Vec<Val> {
    Vec::from_array(env, [from.to_val(), to.to_val(), val(env, amount)])
}

/// Calls a contract and gives what it returned, or its error as a value. What it did before it failed
/// is undone; the caller goes on.
#[inline(never)]
pub fn attempt(env: &Env, contract: &Address, function: &Symbol, args: Vec<Val>) -> Val {
    match env.try_invoke_contract::<Val, Error>(contract, function, args) {
        Ok(Ok(value)) => value,
        Err(Ok(error)) => error.to_val(),
        Ok(Err(_)) | Err(Err(_)) => Val::VOID.into(),
    }
}
