//! Makes vaults, plants from many of them in one transaction, and holds the bond that covers lost
//! stakes. docs/contracts.md has the rules and what they rest on.
#![no_std]

use shared::{address, at, attempt, balance, stroops, transfer, val};
use soroban_sdk::xdr::ToXdr;
use soroban_sdk::{
    contract, contracterror, contractevent, contractimpl, symbol_short, vec, Address, BytesN, Env,
    Symbol, TryFromVal, Val, Vec,
};

#[contracterror]
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
#[repr(u32)]
pub enum Error {
    BondTooLow = 201,
    BadAmount = 202,
}

/// What fixes a vault's address beside the pool: id, owner, the pool's share in basis points, first
/// floor.
pub type Making = (u64, Address, u32, i128);

#[contractevent(topics = ["vault"], data_format = "vec")]
pub struct Made {
    #[topic]
    pub owner: Address,
    pub vault: Address,
    pub making: Vec<Val>,
    pub cover: i128,
}

#[contractevent(topics = ["bond"], data_format = "vec")]
pub struct Taken {
    #[topic]
    pub to: Address,
    pub amount: i128,
}

// Admin, operator, farm, asset, hash of the vaults' code, most ledgers that a stake can be out.
const CONF: Symbol = symbol_short!("c");
const RESERVED: Symbol = symbol_short!("r");

#[inline(never)]
fn conf(env: &Env) -> Vec<Val> {
    env.storage().instance().get(&CONF).unwrap()
}

fn set_conf(env: &Env, place: u32, who: Address) {
    let mut conf = conf(env);
    conf.set(place, who.to_val());
    env.storage().instance().set(&CONF, &conf);
}

#[inline(never)]
fn one_of_conf(env: &Env, place: u32) -> Address {
    address(env, &conf(env), place)
}

fn admin_signs(env: &Env) {
    one_of_conf(env, 0).require_auth();
}

fn operator_signs(env: &Env) {
    one_of_conf(env, 1).require_auth();
}

fn asset(env: &Env) -> Address {
    one_of_conf(env, 3)
}

#[inline(never)]
fn reserved(env: &Env) -> i64 {
    env.storage().instance().get(&RESERVED).unwrap_or(0)
}

#[inline(never)]
fn set_reserved(env: &Env, amount: i64) {
    env.storage().instance().set(&RESERVED, &amount)
}

fn amount_of(amount: i128) -> Result<i64, Error> {
    stroops(amount).ok_or(Error::BadAmount)
}

fn bond(env: &Env) -> i64 {
    balance(env, &asset(env), &env.current_contract_address())
}

#[inline(never)]
fn reserve(env: &Env, amount: i64) -> Result<(), Error> {
    let total = reserved(env).checked_add(amount).ok_or(Error::BadAmount)?;
    if total > bond(env) {
        return Err(Error::BondTooLow);
    }
    set_reserved(env, total);
    Ok(())
}

#[inline(never)]
fn salt_of(env: &Env, making: &Vec<Val>) -> BytesN<32> {
    env.crypto().sha256(&making.to_xdr(env)).into()
}

#[inline(never)]
fn vault_of(env: &Env, salt: &BytesN<32>) -> Address {
    env.deployer()
        .with_current_contract(salt.clone())
        .deployed_address()
}

#[inline(never)]
fn item(env: &Env, value: Val) -> Vec<Val> {
    Vec::try_from_val(env, &value).unwrap()
}

fn each(env: &Env, vaults: Vec<Address>, function: Symbol, args: Vec<Val>) -> Vec<Val> {
    let mut results = Vec::new(env);
    for vault in vaults.iter() {
        results.push_back(attempt(env, &vault, &function, args.clone()));
    }
    results
}

// Harvests the block first where there is one. Items: vault, stake.
#[inline(never)]
fn plant(env: &Env, block: Option<u32>, items: Vec<Val>) -> Vec<Val> {
    operator_signs(env);
    let farm = one_of_conf(env, 2);
    let mut results = Vec::new(env);
    for one in items.iter() {
        let one = item(env, one);
        let vault = address(env, &one, 0);
        if let Some(index) = block {
            let args = vec![env, vault.to_val(), index.into()];
            results.push_back(attempt(env, &farm, &symbol_short!("harvest"), args));
        }
        let args = vec![env, at(&one, 1)];
        results.push_back(attempt(env, &vault, &symbol_short!("plant"), args));
    }
    results
}

#[contract]
pub struct Pool;

#[contractimpl]
impl Pool {
    pub fn __constructor(
        env: Env,
        admin: Address,
        operator: Address,
        farm: Address,
        asset: Address,
        wasm: BytesN<32>,
        life: u32,
    ) {
        let conf: Vec<Val> = vec![
            &env,
            admin.to_val(),
            operator.to_val(),
            farm.to_val(),
            asset.to_val(),
            wasm.to_val(),
            life.into(),
        ];
        env.storage().instance().set(&CONF, &conf);
    }

    // Anybody; the operator where cover is reserved. Gives the addresses. A vault that is there
    // already stays as it is.
    pub fn create_many(env: Env, items: Vec<Making>, cover: i128) -> Result<Vec<Address>, Error> {
        let each = amount_of(cover)?;
        if each > 0 {
            operator_signs(&env);
        }
        let conf = conf(&env);
        let pool = env.current_contract_address().to_val();
        let mut vaults = Vec::new(&env);
        for making in items.to_vals().iter() {
            let making = item(&env, making);
            let salt = salt_of(&env, &making);
            let mut vault = vault_of(&env, &salt);
            if !vault.exists() {
                if each > 0 {
                    reserve(&env, each)?;
                }
                let args: Vec<Val> = vec![
                    &env,
                    at(&making, 1),
                    pool,
                    at(&conf, 2),
                    at(&conf, 3),
                    salt.to_val(),
                    at(&making, 2),
                    at(&conf, 5),
                    at(&making, 3),
                    val(&env, each),
                ];
                let code = BytesN::<32>::try_from_val(&env, &at(&conf, 4)).unwrap();
                // The other call that the SDK has asks a newer network.
                #[allow(deprecated)]
                {
                    vault = env
                        .deployer()
                        .with_current_contract(salt)
                        .deploy_v2(code, args);
                }
                Made {
                    owner: address(&env, &making, 1),
                    vault: vault.clone(),
                    making,
                    cover,
                }
                .publish(&env);
            }
            vaults.push_back(vault);
        }
        Ok(vaults)
    }

    // Where the vaults of such makings are or will be.
    pub fn vaults(env: Env, items: Vec<Making>) -> Vec<Address> {
        let mut vaults = Vec::new(&env);
        for making in items.to_vals().iter() {
            vaults.push_back(vault_of(&env, &salt_of(&env, &item(&env, making))));
        }
        vaults
    }

    // Operator. Items: vault, stake. Results: nothing, or the error.
    pub fn plant_many(env: Env, items: Vec<(Address, i128)>) -> Vec<Val> {
        plant(&env, None, items.to_vals())
    }

    // Operator. Harvests an earlier block for each vault, then plants, whether or not there was
    // something to harvest. Two results for each item.
    pub fn turn_many(env: Env, index: u32, items: Vec<(Address, i128)>) -> Vec<Val> {
        plant(&env, Some(index), items.to_vals())
    }

    // Anybody.
    pub fn settle_many(env: Env, vaults: Vec<Address>) -> Vec<Val> {
        each(&env, vaults, symbol_short!("settle"), Vec::new(&env))
    }

    // Operator.
    pub fn stop_many(env: Env, vaults: Vec<Address>) -> Vec<Val> {
        operator_signs(&env);
        let args = vec![&env, env.current_contract_address().to_val()];
        each(&env, vaults, symbol_short!("stop"), args)
    }

    // Anybody. Instances and their code, where they have less than the threshold to live.
    pub fn extend_many(env: Env, contracts: Vec<Address>, threshold: u32, extend_to: u32) {
        for contract in contracts.iter() {
            env.deployer().extend_ttl(contract, threshold, extend_to);
        }
    }

    // Operator. Reserves more for the vault of that salt, which runs.
    pub fn add_cover(env: Env, salt: BytesN<32>, amount: i128) -> Result<(), Error> {
        operator_signs(&env);
        let more = amount_of(amount)?;
        reserve(&env, more)?;
        let args = vec![&env, val(&env, more)];
        env.invoke_contract::<Val>(&vault_of(&env, &salt), &symbol_short!("add_cover"), args);
        Ok(())
    }

    // The vault of that salt.
    pub fn pay_cover(env: Env, salt: BytesN<32>, paid: i128, released: i128) -> Result<(), Error> {
        let vault = vault_of(&env, &salt);
        vault.require_auth();
        let (pay, release) = (amount_of(paid)?, amount_of(released)?);
        set_reserved(&env, reserved(&env) - pay - release);
        if pay > 0 {
            let pool = env.current_contract_address();
            transfer(&env, &asset(&env), &pool, &vault, pay);
        }
        Ok(())
    }

    // Admin. What is not reserved.
    pub fn withdraw_bond(env: Env, to: Address, amount: i128) -> Result<(), Error> {
        admin_signs(&env);
        let out = amount_of(amount)?;
        if out > bond(&env) - reserved(&env) {
            return Err(Error::BondTooLow);
        }
        let pool = env.current_contract_address();
        transfer(&env, &asset(&env), &pool, &to, out);
        Taken { to, amount }.publish(&env);
        Ok(())
    }

    // Admin.
    pub fn set_operator(env: Env, operator: Address) {
        admin_signs(&env);
        set_conf(&env, 1, operator);
    }

    // Admin, the old one and the new one.
    pub fn set_admin(env: Env, admin: Address) {
        admin_signs(&env);
        admin.require_auth();
        set_conf(&env, 0, admin);
    }

    // Configuration as in the constructor, what is reserved of the bond, the bond.
    pub fn info(env: Env) -> (Vec<Val>, i128, i128) {
        (conf(&env), reserved(&env).into(), bond(&env).into())
    }
}
