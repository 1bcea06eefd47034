//! One farmer's KALE. The pool may plant from it and gets a share of what is gained; all else is the
//! owner's. docs/contracts.md has the rules and what they rest on.
#![no_std]

use shared::{address, at, balance, number, share, stroops, transfer, val, WHOLE};
use soroban_sdk::auth::{ContractContext, SubContractInvocation};
use soroban_sdk::{
    contract, contracterror, contractevent, contractimpl, symbol_short, vec, Address, BytesN, Env,
    IntoVal, Symbol, TryFromVal, Val, Vec,
};

#[contracterror]
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
#[repr(u32)]
pub enum Error {
    Stopped = 101,
    BadAmount = 102,
    BelowFloor = 103,
    NotYours = 104,
    TooEarly = 105,
    Running = 106,
}

/// Principal, floor, cover, cover that was paid and not repaid, ledger of the stop or 0, whether it
/// was ever planted (0 or 1).
pub type State = (i64, i64, i64, i64, i64, i64);

#[contractevent(topics = ["in"], data_format = "vec")]
pub struct Deposited {
    #[topic]
    pub from: Address,
    pub amount: i128,
    pub at_risk: i128,
}

#[contractevent(topics = ["out"], data_format = "single-value")]
pub struct Withdrawn {
    #[topic]
    pub to: Address,
    pub amount: i128,
}

#[contractevent(topics = ["gain"], data_format = "vec")]
pub struct Settled {
    pub gain: i128,
    pub fee: i128,
    pub repaid: i128,
}

#[contractevent(topics = ["floor"], data_format = "single-value")]
pub struct FloorSet {
    pub floor: i128,
}

#[contractevent(topics = ["stop"], data_format = "single-value")]
pub struct WasStopped {
    pub by: Address,
}

#[contractevent(topics = ["cover"], data_format = "vec")]
pub struct Covered {
    pub paid: i128,
    pub released: i128,
}

// Terms as stored: owner, pool, farm, asset, salt, share of the pool in basis points, most ledgers
// that a stake can be out.
const TERMS: Symbol = symbol_short!("t");
const STATE: Symbol = symbol_short!("s");

/// A vault while one call is at work on it.
struct Book {
    env: Env,
    this: Address,
    terms: Vec<Val>,
    principal: i64,
    floor: i64,
    cover: i64,
    lent: i64,
    stopped: i64,
    planted: i64,
}

impl Book {
    #[inline(never)]
    fn open(env: &Env) -> Book {
        let state = stored(env, STATE);
        let number = |index| number(env, &state, index);
        Book {
            env: env.clone(),
            this: env.current_contract_address(),
            terms: stored(env, TERMS),
            principal: number(0),
            floor: number(1),
            cover: number(2),
            lent: number(3),
            stopped: number(4),
            planted: number(5),
        }
    }

    #[inline(never)]
    fn store(&self) {
        let mut state: Vec<i64> = Vec::new(&self.env);
        for number in [
            self.principal,
            self.floor,
            self.cover,
            self.lent,
            self.stopped,
            self.planted,
        ] {
            state.push_back(number);
        }
        self.env.storage().instance().set(&STATE, &state);
    }

    fn owner(&self) -> Address {
        address(&self.env, &self.terms, 0)
    }

    fn pool(&self) -> Address {
        address(&self.env, &self.terms, 1)
    }

    fn farm(&self) -> Address {
        address(&self.env, &self.terms, 2)
    }

    fn asset(&self) -> Address {
        address(&self.env, &self.terms, 3)
    }

    fn bps_and_life(&self) -> (u32, u32) {
        let number = |index| u32::try_from_val(&self.env, &at(&self.terms, index)).unwrap();
        (number(5), number(6))
    }

    fn balance(&self) -> i64 {
        balance(&self.env, &self.asset(), &self.this)
    }

    fn check_running(&self) -> Result<(), Error> {
        if self.stopped == 0 {
            Ok(())
        } else {
            Err(Error::Stopped)
        }
    }

    // What lies here before the first plant is principal; afterwards what is more than the principal
    // is gain: cover is repaid of it, then the pool has its share. Gives the balance.
    #[inline(never)]
    fn settle(&mut self) -> i64 {
        let held = self.balance();
        if self.planted == 0 {
            self.principal = held;
            return held;
        }
        let gain = held - self.principal;
        if gain <= 0 {
            return held;
        }
        let repaid = gain.min(self.lent);
        let fee = share(gain - repaid, self.bps_and_life().0);
        let out = repaid + fee;
        self.lent -= repaid;
        self.principal = held - out;
        if out > 0 {
            transfer(&self.env, &self.asset(), &self.this, &self.pool(), out);
        }
        Settled {
            gain: gain.into(),
            fee: fee.into(),
            repaid: repaid.into(),
        }
        .publish(&self.env);
        self.principal
    }

    // KALE burns the stake two calls below this one, so it needs an entry.
    fn authorize_burn(&self, args: &Vec<Val>) {
        let env = &self.env;
        let burn = SubContractInvocation {
            context: ContractContext {
                contract: self.asset(),
                fn_name: symbol_short!("burn"),
                args: args.clone(),
            },
            sub_invocations: Vec::new(env),
        };
        // What the SDK's InvokerContractAuthEntry::Contract is, without its other kinds.
        let entry: Vec<Val> = vec![env, symbol_short!("Contract").to_val(), burn.into_val(env)];
        let entries = Vec::<Vec<Val>>::from_array(env, [entry]).to_val();
        env.authorize_as_current_contract(Vec::try_from_val(env, &entries).unwrap());
    }
}

fn stored(env: &Env, key: Symbol) -> Vec<Val> {
    env.storage().instance().get(&key).unwrap()
}

fn amount_of(amount: i128) -> Result<i64, Error> {
    stroops(amount).ok_or(Error::BadAmount)
}

fn sum(a: i64, b: i64) -> Result<i64, Error> {
    a.checked_add(b).ok_or(Error::BadAmount)
}

#[contract]
pub struct Vault;

#[contractimpl]
impl Vault {
    #[allow(clippy::too_many_arguments)]
    pub fn __constructor(
        env: Env,
        owner: Address,
        pool: Address,
        farm: Address,
        asset: Address,
        salt: BytesN<32>,
        bps: u32,
        life: u32,
        floor: i128,
        cover: i128,
    ) -> Result<(), Error> {
        if bps > WHOLE {
            return Err(Error::BadAmount);
        }
        let terms: Vec<Val> = vec![
            &env,
            owner.to_val(),
            pool.to_val(),
            farm.to_val(),
            asset.to_val(),
            salt.to_val(),
            bps.into(),
            life.into(),
        ];
        env.storage().instance().set(&TERMS, &terms);
        Book {
            this: env.current_contract_address(),
            env,
            terms,
            principal: 0,
            floor: amount_of(floor)?,
            cover: amount_of(cover)?,
            lent: 0,
            stopped: 0,
            planted: 0,
        }
        .store();
        Ok(())
    }

    // From an address that signs. The owner signs as well where another puts something at risk.
    pub fn deposit(env: Env, from: Address, amount: i128, at_risk: i128) -> Result<(), Error> {
        let mut book = Book::open(&env);
        from.require_auth();
        let (put, risked) = (amount_of(amount)?, amount_of(at_risk)?);
        if put == 0 || risked > put {
            return Err(Error::BadAmount);
        }
        if risked > 0 && from != book.owner() {
            book.owner().require_auth();
        }
        book.settle();
        transfer(&book.env, &book.asset(), &from, &book.this, put);
        book.principal = sum(book.principal, put)?;
        book.floor = sum(book.floor, put - risked)?;
        book.store();
        Deposited {
            from,
            amount,
            at_risk,
        }
        .publish(&book.env);
        Ok(())
    }

    // Owner. Up to what is here; gives what was paid.
    pub fn withdraw(env: Env, to: Address, amount: i128) -> Result<i128, Error> {
        let mut book = Book::open(&env);
        book.owner().require_auth();
        let asked = amount_of(amount)?;
        if to == book.this {
            return Err(Error::NotYours);
        }
        let paid = book.settle().min(asked);
        book.principal -= paid;
        book.store();
        if paid > 0 {
            transfer(&book.env, &book.asset(), &book.this, &to, paid);
        }
        let amount = paid.into();
        Withdrawn { to, amount }.publish(&book.env);
        Ok(amount)
    }

    // Owner. No plant takes the balance below it.
    pub fn set_floor(env: Env, floor: i128) -> Result<(), Error> {
        let mut book = Book::open(&env);
        book.owner().require_auth();
        book.floor = amount_of(floor)?;
        book.store();
        FloorSet { floor }.publish(&book.env);
        Ok(())
    }

    // Owner or pool. Nothing is planted from here ever again.
    pub fn stop(env: Env, by: Address) -> Result<(), Error> {
        let mut book = Book::open(&env);
        by.require_auth();
        if by != book.owner() && by != book.pool() {
            return Err(Error::NotYours);
        }
        book.check_running()?;
        book.stopped = book.env.ledger().sequence().into();
        book.store();
        WasStopped { by }.publish(&book.env);
        Ok(())
    }

    // Pool.
    pub fn plant(env: Env, amount: i128) -> Result<(), Error> {
        let mut book = Book::open(&env);
        book.pool().require_auth();
        book.check_running()?;
        let stake = amount_of(amount)?;
        if stake > 0 && book.balance() - stake < book.floor {
            return Err(Error::BelowFloor);
        }
        if book.planted == 0 {
            book.settle();
            book.planted = 1;
            book.store();
        }
        let args = vec![&env, book.this.to_val(), val(&env, stake)];
        if stake > 0 {
            book.authorize_burn(&args);
        }
        env.invoke_contract::<Val>(&book.farm(), &symbol_short!("plant"), args);
        Ok(())
    }

    // Pool, which has reserved as much.
    pub fn add_cover(env: Env, amount: i128) -> Result<(), Error> {
        let mut book = Book::open(&env);
        book.pool().require_auth();
        book.check_running()?;
        book.cover = sum(book.cover, amount_of(amount)?)?;
        book.store();
        Ok(())
    }

    // Anybody. Gives the balance, of which nothing is the pool's any more.
    pub fn settle(env: Env) -> i128 {
        let mut book = Book::open(&env);
        let held = book.settle();
        book.store();
        held.into()
    }

    // Anybody, once no stake can be out any more: what is missing of the principal comes from the
    // pool as far as the cover goes, and the rest of the cover is the pool's again.
    pub fn claim(env: Env) -> Result<i128, Error> {
        let mut book = Book::open(&env);
        if book.stopped == 0 {
            return Err(Error::Running);
        }
        let since = i64::from(env.ledger().sequence()) - book.stopped;
        if since <= book.bps_and_life().1.into() {
            return Err(Error::TooEarly);
        }
        let missing = -book.settle() + book.principal;
        let paid = missing.min(book.cover);
        let released = book.cover - paid;
        book.cover = 0;
        book.lent += paid;
        book.store();
        if paid + released > 0 {
            let args = vec![
                &env,
                at(&book.terms, 4),
                val(&env, paid),
                val(&env, released),
            ];
            env.invoke_contract::<Val>(&book.pool(), &symbol_short!("pay_cover"), args);
        }
        let (paid, released) = (paid.into(), released.into());
        Covered { paid, released }.publish(&book.env);
        Ok(paid)
    }

    // Terms and state as stored, balance.
    pub fn info(env: Env) -> (Vec<Val>, Vec<Val>, i128) {
        let held = Book::open(&env).balance();
        (stored(&env, TERMS), stored(&env, STATE), held.into())
    }
}
